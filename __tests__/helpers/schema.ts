import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

/** The check of a published schema, by the name of its file. */
export async function compileSchema(name: string): Promise<ValidateFunction> {
  const text = await readFile(path.resolve(import.meta.dirname, '../../schema', name), 'utf8')
  return new Ajv2020({ strict: true }).compile(JSON.parse(text))
}
