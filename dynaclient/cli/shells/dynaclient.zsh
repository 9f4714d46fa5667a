# Completion of dynaclient for zsh: eval "$(dynaclient completion zsh)" after compinit
_dynaclient_complete() {
    local line text
    local -a plain open shown shown_open
    while IFS= read -r line; do
        text=${line%%$'\t'*}
        if [[ $text == *[=/] ]]; then
            open+=("$text"); shown_open+=("${line/$'\t'/  }")
        else
            plain+=("$text"); shown+=("${line/$'\t'/  }")
        fi
    done < <("${words[1]}" __complete -- "${BUFFER[1,CURSOR]}" 2>/dev/null)
    (( ${#plain} )) && compadd -l -d shown -a plain
    (( ${#open} )) && compadd -l -S '' -d shown_open -a open
}
compdef _dynaclient_complete dynaclient
