#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Greeting/Greeting.psd1" -Force
}

Describe 'Get-Greeting' {
    It 'greets the one it is told' {
        Get-Greeting -Name Ada | Should -Be 'Hello, Ada!'
    }

    It 'greets the world otherwise' {
        Get-Greeting | Should -Be 'Hello, world!'
    }
}
