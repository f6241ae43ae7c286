import type { MantineColorsTuple } from '@mantine/core';

/** Petrol: the only accent. Actions, selection, focus, the current place. Never decoration. */
export const petrol: MantineColorsTuple = [
  '#E4F2F2',
  '#C9E5E6',
  '#9CCFD2',
  '#6FBCC1',
  '#4DB3BA',
  '#238A91',
  '#0E6A72',
  '#0B5A61',
  '#0A4A50',
  '#083A3F',
];
/** Neutral with a trace of petrol, so that grey and accent belong together. 4 is the border of fields and checkboxes: 3:1. */
export const gray: MantineColorsTuple = [
  '#F6F7F7',
  '#EFF1F1',
  '#E3E7E8',
  '#D3D9DA',
  '#8A9598',
  '#768186',
  '#626D71',
  '#4B5659',
  '#2C3437',
  '#171C1E',
];
/** Dark scheme, lightest text first (Mantine's order): 6 = raised surface, 7 = page, 4 = border of fields (3:1). */
export const dark: MantineColorsTuple = [
  '#E7EBEC',
  '#AEB7BA',
  '#8E989C',
  '#7A868A',
  '#667175',
  '#252B2F',
  '#171B1E',
  '#0F1214',
  '#0B0D0F',
  '#070809',
];
