export { findPythonPackage } from './find-python-package.ts'
export type { PythonWithPackage } from './find-python-package.ts'
export { isOurs, keepFolder, keptPath } from './kept-folder.ts'
