/**
 * Our own scripts, not those of tab: these evaluate what was typed, and what is offered. Account names come from a file that may be
 * somebody else's, so no word of it, and none of the command line, is ever run: no eval, no `compgen -W`.
 */
export type Shell = 'bash' | 'zsh' | 'fish'

// bash cuts words at "=" and ":"; here they are put together again, and what stands before the cut is taken off each candidate.
const BASH = `# bash completion for tpkit
__tpkit_complete() {
    local -a given=()
    local at word before='' now cut line value
    for ((at = 1; at <= COMP_CWORD; at++)); do
        word=\${COMP_WORDS[at]}
        if [[ \${#given[@]} -gt 0 && ( $word == [=:]* || $before == [=:] ) ]]; then
            given[\${#given[@]}-1]+=$word
        else
            given+=("$word")
        fi
        before=$word
    done
    now=\${given[\${#given[@]}-1]}
    cut=
    [[ $now == *[=:]* ]] && cut=\${now%"\${now##*[=:]}"}
    COMPREPLY=()
    while IFS= read -r line; do
        [[ $line == *$'\\t'* ]] || continue
        value=\${line%%$'\\t'*}
        value=\${value#"$cut"}
        [[ "$cut$value" == "$now"* ]] && COMPREPLY+=("$(printf '%q' "$value")")
    done < <(tpkit complete -- "\${given[@]}" 2>/dev/null)
}
complete -o default -F __tpkit_complete tpkit`

const ZSH = `#compdef tpkit
# zsh completion for tpkit
_tpkit() {
    local line value
    local -a values shown
    while IFS= read -r line; do
        [[ $line == *$'\\t'* ]] || continue
        value=\${line%%$'\\t'*}
        values+=("$value")
        shown+=("$value  \${line#*$'\\t'}")
    done < <(tpkit complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
    compset -P '-*='
    if (( $#values )); then
        compadd -l -d shown -a values
    else
        _files
    fi
}
if [[ $funcstack[1] == _tpkit ]]; then
    _tpkit
else
    compdef _tpkit tpkit
fi`

const FISH = `# fish completion for tpkit
function __tpkit_candidates
    set -l given (commandline -opc)
    set -l now (commandline -ct)
    set -l cut (string match -r -- '^-.*=' "$now")
    for line in (tpkit complete -- $given[2..-1] "$now" 2>/dev/null)
        if string match -q -r -- '\\t' $line
            printf '%s%s\\n' "$cut" $line
        end
    end
end
complete -c tpkit -e
complete -c tpkit -f -a '(__tpkit_candidates)'`

export const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH }
