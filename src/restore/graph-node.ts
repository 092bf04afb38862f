import type { InstalledName } from './installed.ts'
import type { LockedName } from './locking/locked-name.ts'
import type { NameAnswer, ResolvedName } from './resolve-name.ts'

/** A version that was chosen for everybody who wants the name. */
export type GraphNode = ResolvedName | LockedName | InstalledName

/** A version that meets a group, or why there is none. */
export type GraphAnswer =
  | { readonly kind: 'settled'; readonly node: GraphNode }
  | Exclude<NameAnswer, { readonly kind: 'resolved' }>

/** The family that it is of; undefined for one that the machine had. */
export function familyOf(node: GraphNode): string | undefined {
  switch (node.kind) {
    case 'resolved':
      return node.by.config.family
    case 'locked':
      return node.locked.family
    case 'installed':
      return undefined
  }
}
