# What the build of this repository needs.
@{
    'Pester'            = @{ version = '[5.0,6.0)' }
    'PSScriptAnalyzer'  = @{ version = '1.25.0' }
    'PSModuleDevelopment' = @{}
    'Az.Storage'        = @{ version = '9.*'; repository = 'PSGallery' }
    'Az.KeyVault'       = @{ version = '[6.5.1,7.0)' }
}
