" Writes how Vim colours the current file, in the form of tokens.py, to $TOKENS. A group that is linked to another
" group of the syntax is of that one's kind, and one that is linked to none has no colour.

" The kind of a group, without the name of the language.
function s:Kind(group)
  let l:link = a:group == '' ? '' : matchstr(execute('highlight ' .. a:group), 'links to \zs\w\+')
  return matchstr(l:link =~ '^hierir' || l:link == '' ? l:link : a:group, '^hierir\zs\w\+')
endfunction

let s:written = []
for s:number in range(1, line('$'))
  let s:line = getline(s:number)
  call add(s:written, s:line)
  let [s:text, s:kind] = ['', '']
  for s:column in range(1, strlen(s:line) + 1)
    let s:here = s:Kind(synIDattr(synID(s:number, s:column, 0), 'name'))
    if s:here != s:kind || s:column > strlen(s:line)
      if s:kind != '' && trim(s:text) != ''
        call add(s:written, printf('    %-10s %s', s:kind, trim(s:text)))
      endif
      let [s:text, s:kind] = ['', s:here]
    endif
    let s:text ..= s:line[s:column - 1]
  endfor
endfor
call writefile(s:written, $TOKENS)
quitall!
