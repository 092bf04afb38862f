function Get-Greeting {
    [CmdletBinding()]
    param([string] $Name = 'world')

    "Hello, $Name!"
}
