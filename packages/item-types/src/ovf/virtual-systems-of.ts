import type { OvfContent, OvfDescriptor, OvfVirtualSystem } from './ovf-descriptor.ts'

/** The virtual systems of a descriptor, those of collections one after the other. */
export const virtualSystemsOf = ({
  content,
}: Pick<OvfDescriptor, 'content'>): readonly OvfVirtualSystem[] => flatten(content)

const flatten = (content: OvfContent): readonly OvfVirtualSystem[] =>
  content.kind === 'system' ? [content] : content.content.flatMap(flatten)
