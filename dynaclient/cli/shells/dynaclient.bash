# Completion of dynaclient for bash 4 and newer: eval "$(dynaclient completion bash)"
_dynaclient_complete() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("${line%%$'\t'*}")
    done < <("${COMP_WORDS[0]}" __complete -- "${COMP_LINE:0:COMP_POINT}" "${COMP_WORDBREAKS//[[:space:]\"\']/}" 2>/dev/null)
    # a name wants its value behind it, a folder what is in it
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _dynaclient_complete dynaclient
