import type { Actor } from '../audit/index.ts'
import type { ApplyOptions } from './apply.ts'
import type { DeclarationDeps } from './deps.ts'

/** The room's verbs with their dependencies filled in. What reads and writes YAML is loaded by who has a file: a server has none. */
export function createDeclarations(deps: DeclarationDeps) {
  return {
    apply: async (by: Actor, text: string, options?: ApplyOptions) => {
      const { applyDeclaration } = await import('./apply.ts')
      return await applyDeclaration(deps, by, text, options)
    },
    export: async () => {
      const { exportDeclaration } = await import('./export.ts')
      return await exportDeclaration(deps)
    },
  }
}

export type Declarations = ReturnType<typeof createDeclarations>
