import type { Problem } from '../../src/problem.ts'
import { makeAll, type Prepared } from '../../src/repository/exchange.ts'
import type { Result } from '../../src/result.ts'

/** Makes what was prepared. */
export async function commit<T>(preparing: Promise<Result<Prepared<T>, Problem>>): Promise<Result<T, Problem>> {
  const prepared = await preparing
  return prepared.ok ? makeAll(prepared.value) : prepared
}
