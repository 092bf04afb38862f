import type { Source, SourceConfig } from '../../src/sources/source.ts'

/** A configuration of which only some facts matter; by default the only source of a private family of its own. */
export function sourceConfig(name: string, facts: Partial<SourceConfig> = {}): SourceConfig {
  return {
    name,
    kind: 'nuget-v3',
    url: `https://${name}.test/index.json`,
    family: name,
    isAuthority: true,
    onError: 'stop',
    redirects: { kind: 'public', privateToo: false },
    ...facts,
  }
}

/** A source that is only spoken of: whoever asks it is mistaken. */
export function namedSource(name: string, facts: Partial<SourceConfig> = {}): Source {
  return {
    config: sourceConfig(name, facts),
    downloader: { download: () => Promise.reject(new Error(`${name} was asked for bytes`)) },
  }
}
