/**
 * Puts the nodes of a directed graph into groups: nodes that lead to each other are in one, every other node is alone in
 * its own. A group comes after all the groups that it leads to (Tarjan's algorithm). The result depends on the order of the
 * nodes and of what `next` gives, and on nothing else.
 *
 * @param next where a node leads; nodes all of them
 */
export function groupCircles<T>(nodes: readonly T[], next: (node: T) => readonly T[]): readonly (readonly T[])[] {
  const groups: T[][] = []
  const found = new Map<T, number>()
  const grouped = new Set<T>()
  const open: T[] = []

  /** The number of the earliest open node that `node` leads back to. */
  const visit = (node: T): number => {
    const number = found.size
    let earliest = number
    found.set(node, number)
    open.push(node)
    for (const neighbour of next(node)) {
      if (grouped.has(neighbour)) continue
      earliest = Math.min(earliest, found.get(neighbour) ?? visit(neighbour))
    }
    if (earliest === number) {
      const group = open.splice(open.lastIndexOf(node))
      for (const member of group) grouped.add(member)
      groups.push(group)
    }
    return earliest
  }
  for (const node of nodes) if (!found.has(node)) visit(node)
  return groups
}

/** The node itself and all that it leads to, however long the way. */
export function reach<T>(node: T, next: (node: T) => readonly T[]): ReadonlySet<T> {
  const reached = new Set([node])
  for (const each of reached) for (const neighbour of next(each)) reached.add(neighbour)
  return reached
}
