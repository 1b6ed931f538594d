import { createUser, rotateCapabilityKey } from '@accession/core'
import {
  changePassword,
  findNamedItem,
  findNamedLibrary,
  grantRole,
  listEverySession,
  listUsers,
  removeUser,
  revokeRole,
  verifyCatalog,
} from '@accession/core/admin'
import type {
  Copied,
  CopyProgress,
  ListedSession,
  ListedUser,
  Restored,
  Verified,
  VerifyOptions,
} from '@accession/core/admin'
import type { SettingFlags } from '../settings/given-settings.ts'
import { backUp } from './back-up.ts'
import type { BackedUp, BackUpOptions } from './back-up.ts'
import { migrateBlobsBetween } from './migrate-blobs-between.ts'
import { openAdmin } from './open-admin.ts'
import { restore } from './restore.ts'
import { sweepAll } from './sweep-all.ts'
import type { SweepTotals } from './sweep-all.ts'

/** A role that is granted, on the library of that name or id or on everything. */
export interface NamedGrant {
  readonly role: 'admin' | 'editor' | 'viewer'
  readonly library?: string | undefined
}

/** Long work: it can be stopped, and tells how far it has come. */
export interface LongWork<Progress> {
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** What an operator can do, on the catalog and the bytes themselves. */
export interface Admin extends AsyncDisposable {
  /** A password nobody has: 256 random bits. */
  newPassword(): string
  sweep(work: LongWork<SweepTotals>): Promise<SweepTotals>
  verify(options: VerifyOptions): Promise<Verified>
  /** Copies the bytes between two places, each named as ACCESSION_BLOBS names one. */
  migrateBlobs(from: string, to: string, work: LongWork<CopyProgress>): Promise<Copied>
  listSessions(filter: {
    readonly isAll?: boolean
    readonly user?: string | undefined
    /** `LIBRARY/ITEM`, or an id. */
    readonly item?: string | undefined
  }): Promise<readonly ListedSession[]>
  listUsers(): Promise<readonly ListedUser[]>
  addUser(name: string, password: string, grants: readonly NamedGrant[]): Promise<void>
  removeUser(name: string): Promise<void>
  changePassword(name: string, password: string): Promise<void>
  grant(name: string, grant: NamedGrant): Promise<void>
  revoke(name: string, grant: NamedGrant): Promise<void>
  rotateKey(): Promise<void>
  backUp(folder: string, options: BackUpOptions): Promise<BackedUp>
  restore(folder: string, options: BackUpOptions): Promise<Restored>
}

/** Opens a deployment for its operator; rejects with a `SettingsError` or a `StartError`. */
export const createAdmin = async (
  flags: SettingFlags,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<Admin> => {
  const admin = await openAdmin(flags, { isNew })
  const { world, snapshots } = admin
  const named = async ({ role, library }: NamedGrant) => ({
    role,
    libraryId: library === undefined ? null : (await findNamedLibrary(world, library)).id,
  })
  return {
    newPassword: () => world.ids.secret(),
    sweep: (work) => sweepAll(world, work),
    verify: (options) => verifyCatalog(world, snapshots, options),
    migrateBlobs: (from, to, work) => migrateBlobsBetween(admin, from, to, work),
    async listSessions({ isAll = false, user: userName, item }) {
      const itemId = item === undefined ? undefined : (await findNamedItem(world, item)).id
      return listEverySession(world, { isAll, userName, itemId })
    },
    listUsers: () => listUsers(world),
    async addUser(name, password, grants) {
      await createUser(world, { name, password, grants: await Promise.all(grants.map(named)) })
    },
    removeUser: (name) => removeUser(world, name),
    changePassword: (name, password) => changePassword(world, name, password),
    grant: async (name, grant) => grantRole(world, name, await named(grant)),
    revoke: async (name, grant) => revokeRole(world, name, await named(grant)),
    rotateKey: () => rotateCapabilityKey(world),
    backUp: (folder, options) => backUp(admin, folder, options),
    restore: (folder, options) => restore(admin, folder, options),
    [Symbol.asyncDispose]: () => admin[Symbol.asyncDispose](),
  }
}
