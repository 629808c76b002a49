import type { Module } from '../scopes/index.ts'

/** An API that asks `/introspect`: a confidential client with an audience and the modules that it serves. */
export type ResourceServer = {
  /** Its OAuth `client_id`. */
  readonly clientId: string
  readonly name: string
  /** An absolute URI (RFC 8707 §2): the `aud` of what it is told about. */
  readonly audience: string
  readonly modules: Module[]
  readonly disabledAt: Date | null
}

/** A module and the names of the resource servers that serve it. */
export type ListedModule = Module & { readonly resourceServers: string[] }
