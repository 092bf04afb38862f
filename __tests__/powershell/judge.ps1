# Reads the data files 0.psd1, 1.psd1, ... of a folder as PowerShell does, and writes beside them verdicts.json: for each
# its value, or what PowerShell says against it. A text is its UTF-16 code units in base64, so that none gets lost on the way.
param([string] $Folder, [int] $Count)
$ErrorActionPreference = 'Stop'
$invariant = [cultureinfo]::InvariantCulture
$numbers = 'SByte', 'Byte', 'Int16', 'UInt16', 'Int32', 'UInt32', 'Int64', 'UInt64', 'BigInteger', 'Single', 'Double', 'Decimal'

function Add-Text([System.Text.StringBuilder] $json, [string] $text) {
    $units = [byte[]]::new(2 * $text.Length)
    [Buffer]::BlockCopy($text.ToCharArray(), 0, $units, 0, $units.Length)
    [void] $json.Append('"').Append([Convert]::ToBase64String($units)).Append('"')
}

function Add-Value([System.Text.StringBuilder] $json, $value) {
    if ($null -eq $value) { [void] $json.Append('{"kind":"null"}'); return }
    $value = $value.PSObject.BaseObject
    if ($value -is [string]) {
        [void] $json.Append('{"kind":"string","text":')
        Add-Text $json $value
    } elseif ($value -is [bool]) {
        [void] $json.Append('{"kind":"boolean","value":').Append($(if ($value) { 'true' } else { 'false' }))
    } elseif ($value -is [System.Collections.IDictionary]) {
        [void] $json.Append('{"kind":"table","entries":[')
        $separator = ''
        foreach ($entry in $value.GetEnumerator()) {
            [void] $json.Append($separator).Append('{"key":')
            Add-Value $json $entry.Key
            [void] $json.Append(',"value":')
            Add-Value $json $entry.Value
            [void] $json.Append('}')
            $separator = ','
        }
        [void] $json.Append(']')
    } elseif ($value -is [array]) {
        [void] $json.Append('{"kind":"array","items":[')
        $separator = ''
        foreach ($item in $value) {
            [void] $json.Append($separator)
            Add-Value $json $item
            $separator = ','
        }
        [void] $json.Append(']')
    } elseif ($value.GetType().Name -in $numbers) {
        $text = [string]::Format($invariant, $(if ($value -is [decimal]) { '{0}' } else { '{0:R}' }), $value)
        [void] $json.Append('{"kind":"number","type":"').Append($value.GetType().Name).Append('","digits":"').Append($text).Append('"')
    } else {
        [void] $json.Append('{"kind":"other","type":"').Append($value.GetType().Name).Append('"')
    }
    [void] $json.Append('}')
}

# Import-PowerShellDataFile takes the first table that it finds, whatever stands around it, and nothing else. Files that hold
# an array or a text are judged by what it calls inside.
function Read-OnlyExpression([string] $file) {
    $tokens = $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref] $tokens, [ref] $errors)
    if ($errors -or $tree.ParamBlock -or $tree.BeginBlock -or $tree.ProcessBlock -or $tree.EndBlock.Statements.Count -ne 1) { return }
    $statement = $tree.EndBlock.Statements[0]
    if ($statement -is [System.Management.Automation.Language.PipelineAst]) { $statement.GetPureExpression() }
}

$verdicts = [System.Text.StringBuilder]::new()
for ($index = 0; $index -lt $Count; $index++) {
    $file = Join-Path $Folder "$index.psd1"
    $json = [System.Text.StringBuilder]::new()
    [void] $verdicts.Append($(if ($index) { ',' } else { '[' }))
    $refusal = $value = $root = $null
    try {
        $root = Read-OnlyExpression $file
        $table = $null -eq $root -or $root -is [System.Management.Automation.Language.HashtableAst]
        $value = if ($table) { Import-PowerShellDataFile -LiteralPath $file -SkipLimitCheck } else { , $root.SafeGetValue() }
    } catch {
        $refusal = $_.Exception.Message
    }
    if ($null -ne $refusal) {
        [void] $json.Append('{"accepts":false,"reason":')
        Add-Text $json $refusal
    } else {
        [void] $json.Append('{"accepts":true,"alone":').Append($(if ($root) { 'true' } else { 'false' })).Append(',"value":')
        Add-Value $json $value
    }
    [void] $verdicts.Append($json).Append('}')
}
[System.IO.File]::WriteAllText((Join-Path $Folder 'verdicts.json'), $verdicts.Append(']').ToString())
