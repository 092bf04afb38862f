/**
 * File names that say outright that they list what a repository needs, the classes in the order in which the search tries
 * them: design of the field's own tools, ModuleFast before `Install-RequiredModule` and Sampler, before PSDepend and Azure Functions.
 */
export const FILE_CLASSES: readonly { readonly pattern: RegExp; readonly shown: string }[] = [
  { pattern: /\.requires\.(?:psd1|json|jsonc)$/i, shown: '*.requires.psd1, *.requires.json, *.requires.jsonc' },
  { pattern: /^requiredmodules\.psd1$/i, shown: 'RequiredModules.psd1' },
  { pattern: /(?:\.depend|requirements)\.psd1$/i, shown: '*.depend.psd1, *requirements.psd1' },
]

/** Whether a file name, without its folder, is of one of the classes. */
export function hasClass(name: string): boolean {
  return FILE_CLASSES.some(({ pattern }) => pattern.test(name))
}
