let underWay = 0

/** Does work that takes real time, as that of Web Crypto does: test clocks stand still meanwhile. */
export const duringRealWork = async <T>(work: () => Promise<T>): Promise<T> => {
  underWay++
  try {
    return await work()
  } finally {
    underWay--
  }
}

/** Whether any such work has not ended yet. */
export const isRealWorkUnderWay = (): boolean => underWay > 0
