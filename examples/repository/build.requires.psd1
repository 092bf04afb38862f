@{
    Pester           = '5.7.1'
    PSScriptAnalyzer = '1.25.0'
}
