export const HELP = `Usage: psmodule-restore requirements [FILE...] [options]

Prints what the requirements files ask for, as it was understood, and from where. Without FILE and --modules it looks
for a file: in the working directory, then in its build folder. Nothing is asked of any gallery.

  FILE                     a path or a glob; "!" in front takes files out, "path: format" states the format
  --modules TEXT           a requirement, as in Pester@5.7.1; may be repeated
  --working-directory DIR  what paths are relative to
  --tags TAG               only entries of PSDepend with this tag; may be repeated
  --prerelease             prereleases of everything that is stated
  --explain                why each file was read, and read so
  --json                   the same as JSON (schema/requirements.schema.json)

  --help, --version

What is an input of the action can also be set by a variable: PSMR_MANIFEST for FILE, PSMR_MODULES, PSMR_TAGS and so on.
Exit codes: 0 understood, 1 not understood (the sentence says what and where), 2 wrong command line.
`
