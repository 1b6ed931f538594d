import type { NamedGrant } from '@accession/server'
import { Option } from 'commander'
import type { Command } from 'commander'
import { usageError } from '../../command-error.ts'
import { table } from '../../output/table.ts'
import { addAdminOptions } from './admin-options.ts'
import { addPasswordOptions, newPassword } from './new-password.ts'
import type { NewPassword } from './new-password.ts'
import { withAdmin } from './with-admin.ts'

const roleHelp = `
Roles:
  viewer  reads and downloads
  editor  adds, updates and deletes items as well
  admin   libraries as well; on everything, an administrator`

interface GrantOptions {
  readonly role?: NamedGrant['role']
  readonly library?: string
}

const addGrantOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--role <role>', 'what they may do').choices(['viewer', 'editor', 'admin']),
    )
    .option('--library <library>', 'where they may: its name or id (everywhere)')
    .addHelpText('after', roleHelp)

/** Adds `admin user ls|add|rm|passwd|grant|revoke`. */
export const addUserCommands = (admin: Command, signal: AbortSignal): void => {
  const user = admin.command('user').description('List and change users')
  addListCommand(user, signal)

  addAdminOptions(addGrantOptions(addPasswordOptions(user.command('add'))))
    .description('Add a user, who can do nothing before a role is granted')
    .addHelpText(
      'after',
      '\nExample:\n  accession admin user add ci@example.com --make-password --role editor --library images',
    )
    .argument('<name>', '1 to 80 characters, without a colon')
    .action((name: string, options: GrantOptions, command: Command) =>
      withAdmin(command, signal, async (session) => {
        const grants = options.role === undefined ? [] : [grantOf(options)]
        if (!options.role && options.library) throw usageError('Give --role with --library.')
        const given = await newPassword(command, name, session)
        await session.admin.addUser(name, given.password, grants)
        session.output.result(withPassword({ name }, given), () => [
          `Added user ${name}`,
          ...passwordLines(given),
        ])
      }),
    )

  addAdminOptions(user.command('rm'))
    .description('Remove a user, who is signed out at once')
    .addHelpText('after', '\nExample:\n  accession admin user rm ci@example.com')
    .argument('<name>')
    .action((name: string, _: unknown, command: Command) =>
      withAdmin(command, signal, async ({ admin: opened, output }) => {
        await opened.removeUser(name)
        output.result({ name }, () => [`Removed user ${name}`])
      }),
    )

  addAdminOptions(addPasswordOptions(user.command('passwd')))
    .description("Change a user's password; they are signed out everywhere")
    .addHelpText(
      'after',
      '\nExample:\n  accession admin user passwd ci@example.com --password-file password.txt',
    )
    .argument('<name>')
    .action((name: string, _: unknown, command: Command) =>
      withAdmin(command, signal, async (session) => {
        const given = await newPassword(command, name, session)
        await session.admin.changePassword(name, given.password)
        session.output.result(withPassword({ name }, given), () => [
          `Changed the password of ${name}`,
          ...passwordLines(given),
        ])
      }),
    )

  for (const verb of ['grant', 'revoke'] as const)
    addAdminOptions(addGrantOptions(user.command(verb)))
      .description(verb === 'grant' ? 'Grant a user a role' : 'Take a role back')
      .addHelpText(
        'after',
        `\nExample:\n  accession admin user ${verb} ci@example.com --role editor --library images`,
      )
      .argument('<name>')
      .action((name: string, options: GrantOptions, command: Command) =>
        withAdmin(command, signal, async ({ admin: opened, output }) => {
          const grant = grantOf(options)
          await opened[verb](name, grant)
          const where = grant.library === undefined ? 'everything' : grant.library
          const said = verb === 'grant' ? 'Granted' : 'Revoked'
          output.result({ name, ...grant }, () => [`${said} ${grant.role} on ${where}: ${name}`])
        }),
      )
}

const addListCommand = (user: Command, signal: AbortSignal): void => {
  addAdminOptions(user.command('ls'))
    .description('List the users and what they may do')
    .addHelpText('after', '\nExample:\n  accession admin user ls')
    .action((_: unknown, command: Command) =>
      withAdmin(command, signal, async ({ admin, output }) => {
        const users = await admin.listUsers()
        const shown = users.map(({ id, name, grants, createdAt }) => ({
          id,
          name,
          grants: grants.map(({ role, libraryId, libraryName }) => ({
            role,
            ...(libraryId !== null && { library_id: libraryId }),
            ...(libraryName !== null && { library: libraryName }),
          })),
          created: new Date(createdAt).toISOString(),
        }))
        output.result(shown, () =>
          table(
            ['USER', 'ROLES', 'CREATED'],
            shown.map(({ name, grants, created }) => [
              name,
              grants.map(grantText).join(', '),
              created,
            ]),
          ),
        )
      }),
    )
}

const grantText = (grant: {
  readonly role: string
  readonly library_id?: string
  readonly library?: string
}): string =>
  grant.library_id === undefined
    ? grant.role
    : `${grant.role} on ${grant.library ?? `${grant.library_id} (deleted)`}`

const grantOf = ({ role, library }: GrantOptions): NamedGrant => {
  if (!role) throw usageError('Give --role: viewer, editor or admin.')
  return { role, library }
}

const withPassword = <T extends object>(shown: T, { password, isMade }: NewPassword) => ({
  ...shown,
  ...(isMade && { password }),
})

const passwordLines = ({ password, isMade }: NewPassword): readonly string[] =>
  isMade ? [`The password is shown only now: ${password}`] : []
