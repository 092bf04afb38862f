import type { Gallery } from '../gallery/gallery.ts'

/** Must never be shown. */
export const SECRET = 's3cr3t'

/** Files of the repository in which all of this happens. */
export const FILES: Readonly<Record<string, string>> = {
  'unclosed.psd1': "@{\n  'Pester' = @{ version = '5.7.1'\n}\n",
  'computed.psd1': "@{\n  'Pester' = @{ version = (Get-Content version.txt) }\n}\n",
  'wrong-version.psd1': "@{\n  'Pester' = @{ version = 'five' }\n}\n",
  'broken.json': '{\n  "Pester": { "version": "5.7.1" \n',
  'four.psd1': "@{ 'Pester' = @{ version = '4.10.1' } }\n",
  'five.psd1': "@{ 'Pester' = @{ version = '5.7.1' } }\n",
  'elsewhere.psd1': "@{ 'Pester' = @{ repository = 'Contoso' } }\n",
  'login.psd1': `@{ 'Pester' = @{ repository = 'https://me:${SECRET}@nuget.contoso.test/v3/index.json' } }\n`,
  'a-file': 'not a folder\n',
  'foreign/notes.txt': 'not a package\n',
}

/** What the inputs of a case may point at. */
export interface Surroundings {
  /** All is well with it. */
  readonly gallery: Gallery
  /** Refuses every connection. */
  readonly dead: Gallery
  /** Accepts every request and says nothing. */
  readonly mute: Gallery
  /** A folder that may not be made. */
  readonly readOnly: string
}

export interface Case {
  readonly what: string
  /** On top of `modules: Pester`, the gallery that is well, and a folder that holds an earlier restore. */
  readonly inputs: (surroundings: Surroundings) => Readonly<Record<string, string>>
  readonly sentence: RegExp
  readonly remedy: RegExp
  /** `file:line:column` of the annotation. */
  readonly place?: string
}

export const CASES: readonly Case[] = [
  {
    what: 'a name that does not exist',
    inputs: () => ({ modules: 'Pestre' }),
    sentence: /^Pestre does not exist: psgallery and mar say so\./,
    remedy: /Check the spelling/,
  },
  {
    what: 'a name that does not exist, and a folder that is not there yet',
    inputs: () => ({ modules: 'Pestre', 'repository-path': 'new/packages' }),
    sentence: /^Pestre does not exist/,
    remedy: /Check the spelling/,
  },
  {
    what: 'a range in which there is nothing',
    inputs: () => ({ modules: 'Pester:[7.0,8.0)' }),
    sentence:
      /^No version of Pester is \[7\.0\.0, 8\.0\.0\): psgallery had no version that fits, only 6\.0\.0-alpha5, 5\.7\.1/,
    remedy: /Widen the range/,
  },
  {
    what: 'a line of "modules" that is no requirement',
    inputs: () => ({ modules: 'PSScriptAnalyzer\nPester@five' }),
    sentence: /^In "modules", line 2: "five" is not a version/,
    remedy: /For example: Pester, Pester@5\.7\.1/,
  },
  {
    what: 'a table that is never closed',
    inputs: () => ({ manifest: 'unclosed.psd1' }),
    sentence: /^unclosed\.psd1 .*never closed/,
    remedy: /\}/,
    place: 'unclosed.psd1:1:1',
  },
  {
    what: 'a value that only running would tell',
    inputs: () => ({ manifest: 'computed.psd1' }),
    sentence:
      /^computed\.psd1 cannot be used: "version" of Pester is the expression \(Get-Content version\.txt\), which is never run/,
    remedy: /Give a version in quotes/,
    place: 'computed.psd1:2:27',
  },
  {
    what: 'a version that is none',
    inputs: () => ({ manifest: 'wrong-version.psd1' }),
    sentence: /^wrong-version\.psd1 .*the version "five" of Pester cannot be read/,
    remedy: /a range \[1\.0,2\.0\)/,
    place: 'wrong-version.psd1:2:27',
  },
  {
    what: 'JSON that ends too early',
    inputs: () => ({ manifest: 'broken.json' }),
    sentence: /^broken\.json cannot be read: it is not valid JSON: close brace expected/,
    remedy: /Mend it at the caret/,
    place: 'broken.json:3:1',
  },
  {
    what: 'a requirements file that is not there',
    inputs: () => ({ manifest: 'Missing.psd1' }),
    sentence: /^The requirements file "Missing\.psd1" does not exist/,
    remedy: /relative to "working-directory"/,
  },
  {
    what: 'a folder for a requirements file',
    inputs: () => ({ manifest: 'foreign' }),
    sentence: /^The requirements file "foreign" cannot be read/,
    remedy: /Name the file in it, or a glob: foreign\/\*\.psd1/,
  },
  {
    what: 'a format that nobody knows',
    inputs: () => ({ manifest: 'five.psd1: yaml' }),
    sentence: /^There is no requirements format named "yaml"/,
    remedy: /The formats are psresource/,
  },
  {
    what: 'no input at all',
    inputs: () => ({ modules: '', sources: '' }),
    sentence:
      /^Nothing says which modules to restore: "manifest" and "modules" are not set, and no requirements file was found in /,
    remedy: /modules: \|\n\s+Pester@5\.7\.1/,
  },
  {
    what: 'two files that contradict each other',
    inputs: () => ({ manifest: 'four.psd1\nfive.psd1', modules: '' }),
    sentence: /^Pester is required twice, and no version can be both exactly 4\.10\.1 and exactly 5\.7\.1/,
    remedy:
      /Change one of the two.*\n\s+four\.psd1:1:4 wants exactly 4\.10\.1\n\s+five\.psd1:1:4 wants exactly 5\.7\.1/,
    place: 'five.psd1:1:4',
  },
  {
    what: 'a repository that is no source',
    inputs: () => ({ manifest: 'elsewhere.psd1', modules: '' }),
    sentence: /^Pester is required from the repository "Contoso", which is not in "sources"/,
    remedy: /Add it as a line to "sources"/,
    place: 'elsewhere.psd1:1:4',
  },
  {
    what: 'a repository with a password',
    inputs: () => ({ manifest: 'login.psd1', modules: '' }),
    sentence: /^Pester is required from the repository "https:\/\/…@nuget\.contoso\.test/,
    remedy: /"sources"/,
    place: 'login.psd1:1:4',
  },
  {
    what: 'a source that does not exist',
    inputs: () => ({ sources: 'psgalery' }),
    sentence: /^In "sources", there is no source named "psgalery"/,
    remedy: /built-in sources are psgallery, pwsh-gallery, mar, psgallery-cdn/,
  },
  {
    what: 'an address of which nobody knows what it speaks',
    inputs: () => ({ sources: 'contoso: https://nuget.contoso.test/feed' }),
    sentence: /^In "sources", the source "contoso" does not tell what it speaks/,
    remedy: /ends in \/index\.json/,
  },
  {
    what: 'an address that speaks something else',
    inputs: ({ gallery }) => ({ sources: `contoso: nuget-v3+${gallery.psgallery.url}` }),
    sentence: /^contoso could not answer for Pester: contoso sent something else: an XML document instead of JSON/,
    remedy: /Run the job again when contoso answers, or mend what keeps it from that/,
  },
  {
    what: 'an address with a password',
    inputs: () => ({ sources: `contoso: https://me:${SECRET}@nuget.contoso.test/v3/index.json` }),
    sentence: /^In "sources", the source "contoso" has a user name or password in its address/,
    remedy: /shown in logs/,
  },
  {
    what: 'an option that does not exist',
    inputs: () => ({ sources: 'contoso: https://nuget.contoso.test/v3/index.json (trusted)' }),
    sentence: /^In "sources", the source "contoso" has an option that does not exist: "trusted"/,
    remedy: /The options are: family NAME/,
  },
  {
    what: 'a pattern of "source-map" that leads nowhere',
    inputs: () => ({ 'source-map': 'Contoso.*: contoso' }),
    sentence: /^In "source-map", "Contoso\.\*" is mapped to "contoso", which is not in "sources"/,
    remedy: /The sources of this run are psgallery, pwsh-gallery, mar, psgallery-cdn/,
  },
  {
    what: 'sources none of which can be reached',
    inputs: ({ dead }) => ({ sources: dead.sources.split('\n').slice(0, 1).join('\n') }),
    sentence: /^Pester \(any version\) could not be determined: psgallery could not be reached \(ECONNREFUSED\)/,
    remedy: /Run the job again later/,
  },
  {
    what: 'sources that keep silent until the time is up',
    inputs: ({ mute }) => ({ sources: mute.sources, timeout: '500ms' }),
    sentence: /^The restore was not done within 0\.5 s; Pester was still missing/,
    remedy: /"timeout"/,
  },
  {
    what: 'a time that is none',
    inputs: () => ({ timeout: 'soon' }),
    sentence: /^The input "timeout" is "soon", which is not a time such as 10m, 750ms or 1\.5m/,
    remedy: /Leave it out for the default \(10m\)/,
  },
  {
    what: 'no time at all',
    inputs: () => ({ 'source-timeout': '0s' }),
    sentence: /^The input "source-timeout" is "0s", which is not a time/,
    remedy: /Leave it out for the default \(8s\)/,
  },
  {
    what: 'a switch that is neither on nor off',
    inputs: () => ({ prerelease: 'yes' }),
    sentence: /^The input "prerelease" is "yes", which is not true or false/,
    remedy: /Leave it out for the default \(false\)/,
  },
  {
    what: 'a number that is too large',
    inputs: () => ({ concurrency: '1000' }),
    sentence: /^The input "concurrency" is "1000", which is not a whole number from 1 to 64/,
    remedy: /Leave it out for the default \(16\)/,
  },
  {
    what: 'a folder that may not be written',
    inputs: ({ readOnly }) => ({ 'repository-path': readOnly }),
    sentence: /^The folder \S+ cannot be used: (?:no permission to write|the file system is read-only) \(E[A-Z]+\)/,
    remedy: /Name a folder that this job may write in "repository-path"/,
  },
  {
    what: 'a file where the folder should be',
    inputs: () => ({ 'repository-path': 'a-file' }),
    sentence: /^The folder \S+a-file cannot be used: a file stands where a folder should be/,
    remedy: /Name a folder that this job may write in "repository-path"/,
  },
  {
    what: 'a file where a folder above it should be',
    inputs: () => ({ 'repository-path': 'a-file/below' }),
    sentence: /^The folder \S+below cannot be used: a file stands where a folder should be/,
    remedy: /Name a folder that this job may write in "repository-path"/,
  },
  {
    what: 'a folder with a file that no restore put there',
    inputs: () => ({ 'repository-path': 'foreign' }),
    sentence: /^The folder \S+foreign holds "notes\.txt", which no restore put there/,
    remedy: /Name an empty or a new folder/,
  },
]
