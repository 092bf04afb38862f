/** Names as `register-as` may have them, and whether the cmdlets of the clients find a repository of that name again. */
export const REPOSITORY_NAMES: readonly (readonly [name: string, works: boolean])[] = [
  ['Restored', true],
  ['Restored-2', true],
  ['My restored modules', true],
  ['a.b_c~d+e,f;g:h@i!j', true],
  ['it\'s $(1) {x} (y) & <z> "q" #%^|=', true],
  ['Ünïcode 日本', true],
  ['in/side\\path', true],
  ['any*', false],
  ['wh?t', false],
  ['a[b', false],
  ['a]b', false],
  ['a[b]c', false],
  ['a`b', false],
  ['/root', false],
  ['\\root', false],
  [' before', false],
  ['behind ', false],
  ['PSGallery', false],
  ['psgallery', false],
  ['MicrosoftArtifactRegistry', false],
]

/** Whether .NET's invariant culture takes two names for one, letter case aside. */
export const SAME_NAMES: readonly (readonly [one: string, other: string, same: boolean])[] = [
  ['Restored', 'rESTORED', true],
  ['Ünïcode', 'ÜNÏCODE', true],
  ['PSGal\u00adlery', 'psgallery', true],
  ['e\u0301', '\u00e9', true],
  ['\ufb01le', 'FILE', true],
  ['Straße', 'STRASSE', false],
  ['\u0130', 'i', false],
  ['Restored', 'Restored-2', false],
  ['Restored', 'Restoréd', false],
  ['A B', 'A-B', false],
  ['AB', 'A-B', false],
]
