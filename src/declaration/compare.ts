import type { PolicySettings } from '../policy/index.ts'
import type { Change } from './change.ts'
import { compareModules, findRemovedModules } from './compare-modules.ts'
import { compareOrganizations } from './compare-organizations.ts'
import { comparePolicy, toSettings } from './compare-policy.ts'
import { compareResourceServers } from './compare-resource-servers.ts'
import type { Present } from './present.ts'
import type { Declaration } from './schema.ts'

/**
 * What has to be done, in this order: a resource server needs its modules before it, and they go after it; the instance's
 * policy is what an organization's must be stricter than.
 */
export function compare(present: Present, wanted: Declaration, initial: PolicySettings): Change[] {
  const { modules, resource_servers: servers, organizations, policy } = wanted
  const instances = [present.policy, ...(policy === undefined ? [] : [toSettings(initial, policy)])]
  return [
    ...(modules === undefined ? [] : compareModules(present.modules, modules)),
    ...(servers === undefined ? [] : compareResourceServers(present.resourceServers, servers)),
    ...(modules === undefined ? [] : findRemovedModules(present.modules, modules)),
    ...(policy === undefined ? [] : comparePolicy(present.policy, initial, policy)),
    ...(organizations === undefined
      ? []
      : compareOrganizations(present.organizations, organizations, instances)),
  ]
}
