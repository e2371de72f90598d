" Texts of TorchScript IR, and golden tests over them.
autocmd BufRead,BufNewFile *.ir setfiletype hierir
