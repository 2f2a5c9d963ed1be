/** Completes kubectl-keg in PowerShell, from version 5.1 on. */

export const POWERSHELL_SCRIPT = `# Completion of kubectl-keg for PowerShell. Load it with: kubectl-keg completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'kubectl-keg' -ScriptBlock {
    param($typed, $commandAst, $cursor)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $program = $words[0]
    $words = @($words | Select-Object -Skip 1)
    if ($typed -eq '') {
        # Before 7.3 an empty argument of a program must be quoted once more, or it is lost.
        $isLegacy = $PSVersionTable.PSVersion -lt [version]'7.3' -or $PSNativeCommandArgumentPassing -eq 'Legacy'
        $words += $(if ($isLegacy) { '""' } else { '' })
    }
    $answer = @(& $program __complete @words 2>$null)
    if ($answer.Count -eq 0) { return }
    $directive = [int]$answer[-1].TrimStart(':')
    $lines = @($answer | Select-Object -SkipLast 1)
    $head = ''
    $value = "$typed"
    if ($value -match '^(--[^=]*=)(.*)$') { $head = $Matches[1]; $value = $Matches[2] }
    if ($directive -band 24) {
        $found = @(Get-ChildItem -Path "$value*" -ErrorAction SilentlyContinue | Where-Object {
            $file = $_
            $file.PSIsContainer -or @($lines | Where-Object { $file.Name.EndsWith(".$_") }).Count -gt 0
        } | ForEach-Object {
            $parent = Split-Path -Path $value -Parent
            $name = $(if ($value -match '[\\\\/]$') { Join-Path $value $_.Name } elseif ($parent) { Join-Path $parent $_.Name } else { $_.Name })
            [System.Management.Automation.CompletionResult]::new("$head$name", $_.Name, 'ProviderItem', $_.FullName)
        })
        if ($found.Count -gt 0) { return $found }
        return ''
    }
    $results = @($lines | Where-Object { $_ -ne '' } | ForEach-Object {
        $name, $description = $_ -split "\`t", 2
        if (-not $name.StartsWith($value)) { return }
        if (-not $description) { $description = $name }
        $space = $(if ($directive -band 2) { '' } else { ' ' })
        [System.Management.Automation.CompletionResult]::new("$head$name$space", $name, 'ParameterValue', $description)
    })
    if ($results.Count -gt 0) { return $results }
    # An empty answer makes PowerShell offer files.
    if ($directive -band 4) { '' }
}
`;
