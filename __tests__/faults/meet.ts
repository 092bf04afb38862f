import type { Lock } from '../../src/lock/lock.ts'
import type { SourceKind } from '../../src/sources/source.ts'
import type { Fault } from '../gallery/site.ts'
import type { IdleClock } from '../helpers/idle-clock.ts'
import type { FaultRow } from './fault-row.ts'
import type { Hosts } from './hosts.ts'
import { type Gallery, redirectTo, type Spot, STANDS } from './spots.ts'
import { restoreInNoTime, type Seen } from './world.ts'

/** A fault at a spot, and who is there besides. */
export interface Cell {
  readonly kind: SourceKind
  readonly spot: Spot
  readonly row: FaultRow
  readonly company: 'alone' | 'in company'
  /** Whether it passes after one request. */
  readonly lasting: boolean
}

/** What all cells share. */
export interface Scene {
  readonly gallery: Gallery
  readonly hosts: Hosts
  /** Of the wanted package, as the source has it. */
  readonly lock: Lock
}

/** Restores while the fault is there; afterwards all sites are well again. */
export async function meet(cell: Cell, { gallery, hosts, lock }: Scene): Promise<Seen> {
  const { kind, spot, row, company } = cell
  const { source, next, locked } = STANDS[kind]
  const own = gallery.line(source, company)
  const sources = company === 'alone' ? [own] : [own, gallery.line(next, company)]
  const sites = Object.values(gallery.sites)
  try {
    return await restoreInNoTime(
      {
        modules: row.modules ?? STANDS[kind].modules,
        sources: sources.map((line, index) => (index === 0 ? relocated(line, cell, gallery, hosts) : line)).join('\n'),
        ...(locked.includes(spot.step) && { lock }),
        ...(row.does.kind === 'strict' && { facts: row.does.facts }),
        afflict: clock => afflict(cell, gallery, hosts, clock),
      },
      { hangs: port => sites.some(({ hanging }) => hanging.has(port)), deaf: new Set([hosts.deaf]) },
    )
  } finally {
    for (const site of sites) site.heal()
  }
}

/** A host that the list of sources states is another one there. */
function relocated(line: string, { row: { does }, spot }: Cell, { sites }: Gallery, hosts: Hosts): string {
  if (does.kind !== 'host' || spot.host !== 'stated') return line
  return line.replace(sites[spot.site].origin, hosts[does.host])
}

function afflict({ row: { does }, spot, lasting }: Cell, { sites }: Gallery, hosts: Hosts, clock: IdleClock): void {
  const { route, host } = spot
  const times = lasting ? {} : { times: 1 }
  const add = (fault: Fault): void => sites[spot.site].fault({ route, fault, ...times })
  switch (does.kind) {
    case 'timed':
      add(does.fault(clock))
      return
    case 'strict':
      add(does.fault)
      return
    case 'redirect':
      add(redirectTo(hosts[does.host]))
      return
    case 'host':
      if (host === 'redirected') add(redirectTo(hosts[does.host]))
      else if (host !== 'stated') sites[host.by].fault({ ...host.named(hosts[does.host]), ...times })
      return
    case 'elsewhere':
      sites[spot.site].fault({ route: does.route, fault: does.fault })
      return
    case 'answers':
      for (const fault of does.faults.slice(0, -1)) sites[spot.site].fault({ route, fault, times: 1 })
      for (const fault of does.faults.slice(-1)) add(fault)
      for (const each of does.besides ?? []) sites[spot.site].fault({ ...each, ...times })
  }
}
