import { EntitySchema } from 'typeorm'
import type { Module } from '../scopes/index.ts'

export type ModuleRow = Module & { actions: string[]; createdAt: Date }

export const moduleEntity = new EntitySchema<ModuleRow>({
  name: 'module',
  columns: {
    name: { type: 'text', primary: true, primaryKeyConstraintName: 'module_pkey' },
    title: { type: 'text' },
    description: { type: 'text' },
    actions: { type: 'text', array: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
})

export type ServedModuleRow = { clientId: string; moduleName: string }

export const servedModuleEntity = new EntitySchema<ServedModuleRow>({
  name: 'resource_server_module',
  columns: {
    clientId: {
      name: 'client_id',
      type: 'text',
      primary: true,
      primaryKeyConstraintName: 'resource_server_module_pkey',
    },
    moduleName: {
      name: 'module_name',
      type: 'text',
      primary: true,
      primaryKeyConstraintName: 'resource_server_module_pkey',
    },
  },
  indices: [{ name: 'resource_server_module_module_idx', columns: ['moduleName'] }],
  foreignKeys: [
    {
      name: 'resource_server_module_client_fkey',
      target: 'oauth_client',
      columnNames: ['clientId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
    {
      name: 'resource_server_module_module_fkey',
      target: 'module',
      columnNames: ['moduleName'],
      referencedColumnNames: ['name'],
      onDelete: 'CASCADE',
    },
  ],
})
