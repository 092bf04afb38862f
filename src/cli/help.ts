/** What `--help` prints. */
export const HELP = `Usage: psmodule-restore COMMAND [FILE...] [options]

restore       Restores the modules that the requirements files ask for, from whichever gallery is alive.
lock          Writes versions and bytes of all that they ask for, dependencies too, into modules.lock.json. From then on
              restore takes just that, from whoever has it.
requirements  Prints what the requirements files ask for, as it was understood. Nothing is asked of any gallery.

Without FILE and --modules they look for a file: in the working directory, then in its build folder.

  FILE                     a path or a glob; "!" in front takes files out, "path: format" states the format
  --modules TEXT           a requirement, as in Pester@5.7.1; may be repeated
  --working-directory DIR  what paths are relative to
  --tags TAG               only entries of PSDepend with this tag; may be repeated
  --prerelease             prereleases of everything that is stated
  --help, --version

Of restore and lock:
  --lockfile FILE          the lock; without it modules.lock.json beside the first FILE
  --skip-dependencies      only the modules that are stated
  --sources TEXT, --source-map TEXT     a line of the action's input; may be repeated
  --ca-file FILE           further certificate authorities, as PEM; may be repeated
  --timeout TIME, --source-timeout TIME, --concurrency COUNT
  --cache false|restore-only            without the packages kept in the user's cache folder; without keeping any

Of restore:
  --locked auto|true|false whether the lock is followed; auto means where there is one
  --hedge-after TIME       silence of a source after which the next is asked beside it; 0 for never
  --on-mismatch next|fail  what follows when a source sends other bytes than are locked
  --on-stale warn|fail     for the action, whose cache has earlier sets
  --print-env pwsh|bash    print the lines that let a shell find what was restored, and nothing else, to standard output
  --no-install             only fetch the packages, expand nothing
  --repository-path DIR    where to put the packages
  --modules-path DIR       where to put the expanded modules
  --register-as NAME       register the packages as a repository of PSResourceGet
  --register-powershellget the same for PowerShellGet v2
  --skip-installed         take modules that this machine already has at a version that will do

Of lock:
  --upgrade [NAME]         the newest of everything, or of NAME; otherwise what is locked stays where it still fits
  --corroborate            ask somebody else for each package too, and record whether they have the same

Of restore and requirements:
  --json                   the result as JSON (schema/report.schema.json, schema/requirements.schema.json)
  --explain                of requirements: why each file was read, and read so

What is an input of the action can also be set by a variable: PSMR_MANIFEST for FILE, PSMR_MODULES, PSMR_TAGS and so on.
Exit codes: 0 done, 1 not done (the sentence says what and where), 2 wrong command line, 69 this Node is too old,
70 a mistake of ours, 130 interrupted.
`
