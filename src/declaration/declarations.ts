import type { Actor } from '../audit/index.ts'
import { type ApplyOptions, applyDeclaration } from './apply.ts'
import type { DeclarationDeps } from './deps.ts'
import { exportDeclaration } from './export.ts'

/** The room's verbs with their dependencies filled in. */
export function createDeclarations(deps: DeclarationDeps) {
  return {
    apply: (by: Actor, text: string, options?: ApplyOptions) => applyDeclaration(deps, by, text, options),
    export: () => exportDeclaration(deps),
  }
}

export type Declarations = ReturnType<typeof createDeclarations>
