/** Completes kubectl-keg in fish, with the descriptions beside the candidates. */

export const FISH_SCRIPT = `# Completion of kubectl-keg for fish. Load it with: kubectl-keg completion fish | source
function __kubectl_keg_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l answer ($program __complete $words "$typed" 2>/dev/null)
    or return
    set -l directive (string sub -s 2 -- $answer[-1])
    set -e answer[-1]
    set -l head (string match -r -- '^--[^=]*=' "$typed")
    set -l value (string replace -r -- '^--[^=]*=' '' "$typed")
    if test (math "floor($directive / 8) % 4") -gt 0
        for path in (__fish_complete_path "$value" | string replace -r '\\t.*' '')
            if string match -q -- '*/' $path
                echo "$head$path"
            else
                for ending in $answer
                    string match -q -- "*.$ending" $path; and echo "$head$path"
                end
            end
        end
        return
    end
    set -l shown 0
    for line in $answer
        if string match -q -- "$value*" $line
            echo "$head$line"
            set shown 1
        end
    end
    if test $shown -eq 0; and test (math "floor($directive / 4) % 2") -eq 0
        __fish_complete_path "$value"
    end
end

complete -c kubectl-keg -f -a '(__kubectl_keg_complete)'
`;
