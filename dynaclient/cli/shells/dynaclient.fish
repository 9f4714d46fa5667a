# Completion of dynaclient for fish: dynaclient completion fish > ~/.config/fish/completions/dynaclient.fish
function __dynaclient_complete
    dynaclient __complete -- (commandline --cut-at-cursor) 2>/dev/null
end
complete -c dynaclient -f -a '(__dynaclient_complete)'
