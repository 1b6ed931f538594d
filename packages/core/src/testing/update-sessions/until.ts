/** Lets others run until the condition holds; throws where it never does. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let turns = 0; turns < 2000; turns++) {
    if (await condition()) return
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  throw new Error('What was waited for does not happen')
}
