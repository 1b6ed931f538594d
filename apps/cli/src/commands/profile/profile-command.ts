import type { Command } from 'commander'
import { addProfileList } from './profile-list.ts'

/** Adds `profile` with its commands; `login` and `logout` make and remove them. */
export const addProfileCommands = (program: Command): void => {
  const profile = program.command('profile').description('Look at the servers that login has kept')
  addProfileList(profile)
}
