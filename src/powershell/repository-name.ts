import type { Problem } from '../problem.ts'

/** Names that PSResourceGet and PowerShellGet keep for the two galleries they know. */
const RESERVED: readonly string[] = ['PSGallery', 'MicrosoftArtifactRegistry']

/** What is wrong with a name, as the end of "the name … ". Each was tried with PSResourceGet 1.2.0 and PowerShellGet 2.2.5. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  // PSResourceGet takes it, but -RequiredResource and Set-PSResourceRepository trim the name that they look for.
  [/^\s|\s$/u, 'begins or ends with white space'],
  // Parameters take these for wildcards or for an escape, so that the repository cannot be named in them.
  [/[*?[\]`]/, 'holds one of * ? [ ] `, which PowerShell takes for a pattern'],
  [/^[/\\]/, 'begins with a path separator, which PSResourceGet discards'],
  [/[\p{C}\p{Zl}\p{Zp}]/u, 'holds a character that cannot be seen'],
]

/** What is wrong with a name to register local repositories under; undefined if every cmdlet of the clients finds it again. */
export function checkRepositoryName(name: string): Problem | undefined {
  const fault = name === '' ? 'is empty' : FAULTS.find(([pattern]) => pattern.test(name))?.[1]
  if (fault !== undefined) {
    return {
      code: 'REPOSITORY_NAME',
      sentence: `No repository can be registered as ${JSON.stringify(name)}: the name ${fault}.`,
      hint: 'Name it in "register-as" with letters, digits, dots, hyphens and single spaces, as in "Restored".',
    }
  }
  const reserved = RESERVED.find(known => sameRepositoryName(known, name))
  if (reserved === undefined) return undefined
  return {
    code: 'REPOSITORY_NAME',
    sentence: `No repository can be registered as ${JSON.stringify(name)}: PowerShell keeps the name ${reserved} for the gallery itself.`,
    hint: 'Give "register-as" a name of your own, as in "Restored": it is asked before the gallery in any case.',
  }
}

/**
 * Names are compared without regard to letter case by .NET's invariant culture, which is ICU's root: a soft hyphen does not
 * count for it, and a ligature is its letters.
 */
const SAME = new Intl.Collator('en-US', { sensitivity: 'accent' })

/** Whether the clients take two names for one repository. */
export function sameRepositoryName(one: string, other: string): boolean {
  return SAME.compare(one, other) === 0
}

const ORDER = new Intl.Collator('en-US')

/**
 * Whether PSResourceGet is sure to ask `later` after `earlier` where both have the same priority: it sorts by the culture
 * of the process, which is none at all in images that set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.
 */
export function isAskedAfter(later: string, earlier: string): boolean {
  return ORDER.compare(later, earlier) > 0 && later > earlier
}
