" TorchScript IR as torch and Hier print it, and the comments of golden tests. The same kinds as in the TextMate grammar,
" utils/textmate/hier-ir.tmLanguage.json: a test compares the two. Of rules that match in one place the last one counts.
if exists('b:current_syntax')
  finish
endif
syntax case match

" Values of attributes, types.
syntax match hierirNumber /\v(\w|\.)@1<!-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?j?\w@!/
syntax match hierirType /\v<([A-Z]\w*|int|float|bool|str|complex|number|t)>/
syntax match hierirClass /\v<__torch__(\.\w+)+/
syntax match hierirConstant /\v<(True|False|None|inf|nan|cpu|cuda|meta)>|\.\.\./
syntax match hierirConstant /\v\<(Tensor|Graph|Function)\>/
syntax match hierirKeyword /\v<annotate\(@=/
syntax match hierirClass /\v\<@1<=\S.*( object at 0x[0-9a-f]+\>)@=/ nextgroup=hierirObject
syntax match hierirObject /\v object at / contained nextgroup=hierirAddress
syntax match hierirAddress /\v0x[0-9a-f]+/ contained
syntax region hierirString start=/"/ skip=/\\./ end=/"/ end=/$/ keepend contains=hierirEscape
syntax match hierirEscape /\\./ contained

" Nodes.
syntax match hierirAttribute /\v[[( ]@1<=\h[0-9A-Za-z_.]*\=@=/
syntax match hierirHierarchy /\v[[( ]@1<=hierarchy_[a-z]+\=@=/
syntax match hierirNamespace /\v<\w+(::\w[0-9A-Za-z_.]*[[(])@=/ nextgroup=hierirColons
syntax match hierirColons /::/ contained nextgroup=hierirOperator
syntax match hierirOperator /\v\w[0-9A-Za-z_.]*/ contained
syntax match hierirPython /\v(\= )@2<=\^[^[(]*/
syntax match hierirValue /\v\%([^ \t,():=]|::)+/
syntax match hierirLocation /\v @1<=# .*$/
syntax match hierirScopeWord /\v(, )@2<=scope:/ nextgroup=hierirScope skipwhite
syntax match hierirScope /\v\S.{-}( # .*:\d+:\d+$|$)@=/ contained

" Graphs, modules and their sections.
syntax match hierirMember /\v^\s+\zs[0-9A-Za-z_.]+( \= )@=/
syntax match hierirKeyword /\v^\s*\zs(block\d+|graph|return|-\>)(\s*\()@=/
syntax match hierirKeyword /\v^\s*\zs(parameters|attributes|methods|submodules)( \{$)@=/
syntax match hierirKeyword /\v^\s*\zswith( \S+ \= graph\()@=/ nextgroup=hierirName skipwhite
syntax match hierirName /\v\S+( \= graph\()@=/ contained nextgroup=hierirEquals
syntax match hierirEquals / = / contained nextgroup=hierirGraph
syntax match hierirGraph /graph/ contained
syntax match hierirKeyword /\v^\s*\zsmodule( .* \{$)@=/ nextgroup=hierirModule skipwhite
syntax match hierirModule /\v\S.*( \{$)@=/ contained
syntax match hierirKeyword /\v^\s*\zsmethod( .* \{$)@=/ nextgroup=hierirMethod skipwhite
syntax match hierirMethod /\v\S.*( \{$)@=/ contained

" Comments: RUN and check lines, expected errors, lines that part a file.
syntax region hierirComment start=/^#/ end=/$/ contains=hierirDirective,hierirPattern
syntax match hierirDirective /\v(# )@2<=[A-Z][A-Z0-9_-]*(\{LITERAL\})?:/ contained
syntax match hierirDirective /\v<expected-(error|note)(-re)?(\@([+-]\d+|above|below|unknown))?/ contained
syntax match hierirPattern /\v\{\{.{-}\}\}+/ contained
syntax match hierirPattern /\v\[\[.{-}\]\]+/ contained
syntax match hierirSeparator /\v^# -----$/
syntax match hierirSeparator /\v^#---( )@=/ nextgroup=hierirPart skipwhite
syntax match hierirPart /\S.*$/ contained

highlight default link hierirNumber Number
highlight default link hierirAddress hierirNumber
highlight default link hierirType Type
highlight default link hierirClass Structure
highlight default link hierirModule hierirClass
highlight default link hierirConstant Constant
highlight default link hierirString String
highlight default link hierirEscape SpecialChar
highlight default link hierirAttribute Identifier
highlight default link hierirHierarchy Special
highlight default link hierirNamespace Include
highlight default link hierirOperator Function
highlight default link hierirPython Function
highlight default link hierirValue Identifier
highlight default link hierirLocation Comment
highlight default link hierirScope Tag
highlight default link hierirMember Identifier
highlight default link hierirKeyword Keyword
highlight default link hierirObject hierirKeyword
highlight default link hierirGraph hierirKeyword
highlight default link hierirScopeWord hierirKeyword
highlight default link hierirName Function
highlight default link hierirMethod hierirName
highlight default link hierirComment Comment
highlight default link hierirDirective PreProc
highlight default link hierirPattern String
highlight default link hierirSeparator Delimiter
highlight default link hierirPart Title

let b:current_syntax = 'hierir'
