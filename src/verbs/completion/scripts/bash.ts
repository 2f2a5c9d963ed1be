/** Completes kubectl-keg in bash, from version 3 on, with or without the package bash-completion. */

export const BASH_SCRIPT = `# Completion of kubectl-keg for bash. Load it with: source <(kubectl-keg completion bash)
__kubectl_keg_complete() {
  local rest=$COMP_LINE words=() word spaces i
  # bash splits words at = and : as well. Here they are whole.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    spaces=\${rest%%[![:space:]]*}
    rest=\${rest#"$spaces"}
    rest=\${rest#"$word"}
    if ((i == 0)) || [[ -n $spaces ]]; then words+=("$word"); else words[\${#words[@]} - 1]+=$word; fi
  done
  words=("\${words[@]/#\\~\\//$HOME/}")
  local typed=\${words[\${#words[@]} - 1]}
  local answer directive
  answer=$("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null) || return
  directive=\${answer##*:}
  answer=\${answer%:*}
  [[ $typed == --*=* ]] && typed=\${typed#*=}
  COMPREPLY=()
  if ((directive & 1)); then return; fi
  if ((directive & 24)); then
    __kubectl_keg_files "$typed" "$directive" "$answer"
  else
    __kubectl_keg_words "$typed" "$answer"
    if ((\${#COMPREPLY[@]} == 0 && !(directive & 4))); then __kubectl_keg_files "$typed" 0 ''; fi
    if ((directive & 2)); then __kubectl_keg_option nospace; fi
  fi
  if [[ $typed == *:* && $COMP_WORDBREAKS == *:* ]]; then
    local head=\${typed%"\${typed##*:}"}
    COMPREPLY=("\${COMPREPLY[@]#"$head"}")
  fi
}

# bash 3 has no compopt.
__kubectl_keg_option() {
  if type compopt >/dev/null 2>&1; then compopt -o "$1"; fi
}

__kubectl_keg_words() {
  local typed=$1 line value values=() lines=() width=0
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    [[ -n $line && $value == "$typed"* ]] || continue
    values+=("$value")
    lines+=("$line")
    ((\${#value} > width)) && width=\${#value}
  done <<<"$2"
  # Descriptions are shown where the words are listed, never where one is inserted.
  if ((\${#values[@]} < 2)) || [[ \${COMP_TYPE:-9} != 9 && \${COMP_TYPE:-9} != 63 ]]; then
    COMPREPLY=("\${values[@]}")
    return
  fi
  local columns=\${COLUMNS:-80} text
  for line in "\${lines[@]}"; do
    value=\${line%%$'\\t'*}
    if [[ $line == *$'\\t'* ]]; then
      printf -v text '%-*s  (%s)' "$width" "$value" "\${line#*$'\\t'}"
      ((\${#text} > columns - 2)) && text="\${text:0:columns-5}..."
      COMPREPLY+=("$text")
    else
      COMPREPLY+=("$value")
    fi
  done
}

# Files with one of the endings, or all files where there are none, and folders.
__kubectl_keg_files() {
  local typed=$1 directive=$2 path ending
  __kubectl_keg_option filenames
  while IFS= read -r path; do
    [[ \${path##*/} == .* && \${typed##*/} != .* ]] && continue
    if [[ -d \${path/#\\~\\//$HOME/} ]] || [[ $directive == 0 ]]; then
      COMPREPLY+=("$path")
    elif ((directive & 8)); then
      while IFS= read -r ending; do
        if [[ -n $ending && $path == *."$ending" ]]; then COMPREPLY+=("$path"); fi
      done <<<"$3"
    fi
  done < <(compgen -f -- "$typed")
}

complete -F __kubectl_keg_complete kubectl-keg
`;
