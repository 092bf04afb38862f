@{
    RootModule        = 'Greeting.psm1'
    ModuleVersion     = '1.0.0'
    GUID              = '5d1c0c5e-5a63-4e39-9a2a-3f9d7a2f8f51'
    Author            = 'Contoso'
    Description       = 'Greets people.'
    PowerShellVersion = '7.2'
    FunctionsToExport = 'Get-Greeting'
    CmdletsToExport   = @()
    AliasesToExport   = @()
}
