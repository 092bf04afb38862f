/** What `--help` prints. */
export const HELP = `Usage: psmodule-restore COMMAND [FILE...] [options]

restore       Restores the modules that the requirements files ask for, from whichever gallery is alive.
requirements  Prints what the requirements files ask for, as it was understood. Nothing is asked of any gallery.

Without FILE and --modules both look for a file: in the working directory, then in its build folder.

  FILE                     a path or a glob; "!" in front takes files out, "path: format" states the format
  --modules TEXT           a requirement, as in Pester@5.7.1; may be repeated
  --working-directory DIR  what paths are relative to
  --tags TAG               only entries of PSDepend with this tag; may be repeated
  --prerelease             prereleases of everything that is stated
  --json                   the result as JSON (schema/report.schema.json, schema/requirements.schema.json)
  --help, --version

Of restore:
  --print-env pwsh|bash    print the lines that let a shell find what was restored, and nothing else, to standard output
  --no-install             only fetch the packages, expand nothing
  --repository-path DIR    where to put the packages
  --modules-path DIR       where to put the expanded modules
  --register-as NAME       register the packages as a repository of PSResourceGet
  --register-powershellget the same for PowerShellGet v2
  --skip-installed         take modules that this machine already has at a version that will do
  --skip-dependencies      restore only the modules that are stated
  --sources TEXT, --source-map TEXT     a line of the action's input; may be repeated
  --timeout TIME, --source-timeout TIME, --concurrency COUNT

Of requirements:
  --explain                why each file was read, and read so

What is an input of the action can also be set by a variable: PSMR_MANIFEST for FILE, PSMR_MODULES, PSMR_TAGS and so on.
Exit codes: 0 done, 1 not done (the sentence says what and where), 2 wrong command line.
`
