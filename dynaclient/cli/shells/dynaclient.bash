# Completion of dynaclient for bash 4 and newer: eval "$(dynaclient completion bash)"
_dynaclient_complete() {
    local line text breaks="${COMP_WORDBREAKS//[[:space:]\"\']/}"
    COMPREPLY=()
    while IFS= read -r line; do
        text=${line%%$'\t'*}
        if [[ $line == *$'\t(file)' && $text == @* ]]; then
            text=@$(printf %q "${text#@}") # bash would quote the @ too
        elif [[ $line == *$'\t(file)' ]]; then
            compopt -o filenames 2>/dev/null # quotes what a name needs to have quoted
        fi
        COMPREPLY+=("$text")
    done < <("${COMP_WORDS[0]}" __complete -- "${COMP_LINE:0:COMP_POINT}" "$breaks" 2>/dev/null)
    # a name wants its value behind it, a folder what is in it
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _dynaclient_complete dynaclient
