/** Completes kubectl-keg in zsh, with the descriptions beside the candidates. */

export const ZSH_SCRIPT = `#compdef kubectl-keg
# Completion of kubectl-keg for zsh. Load it with: source <(kubectl-keg completion zsh)
_kubectl_keg() {
  local answer directive line value
  local -a lines candidates options
  answer=$("\${(Q)words[1]}" __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null) || return 1
  lines=("\${(@f)answer}")
  directive=\${lines[-1]#:}
  lines=("\${(@)lines[1,-2]}")
  (( directive & 1 )) && return 1
  [[ \${words[CURRENT]} == --*=* ]] && compset -P 1 '*='
  if (( directive & 8 )); then
    _files -g "*.(\${(j:|:)lines})(-.)"
    return
  fi
  if (( directive & 16 )); then
    _files -/
    return
  fi
  for line in "\${lines[@]}"; do
    value=\${line%%$'\\t'*}
    [[ -n $value ]] || continue
    if [[ $line == *$'\\t'* ]]; then
      candidates+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
    else
      candidates+=("\${value//:/\\\\:}")
    fi
  done
  (( directive & 2 )) && options=(-S '')
  if (( \${#candidates} )) && _describe -t values 'kubectl keg' candidates "\${options[@]}"; then return 0; fi
  (( directive & 4 )) || _files
}

# A file in a folder of fpath runs at the first Tab; a sourced script only declares.
if [[ \${funcstack[1]} == _kubectl-keg ]]; then _kubectl_keg "$@"; else compdef _kubectl_keg kubectl-keg; fi
`;
