/**
 * The one theme of RetirementAdvisorPro. Every colour, size and radius on a screen comes from here.
 * Components use Mantine props or the `--rap-*` variables below; a raw hex value outside this file is a review fault.
 */
import { dark, gray, petrol } from './colours.ts';
import {
  ActionIcon,
  Avatar,
  Badge,
  Button,
  Checkbox,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  Modal,
  NativeSelect,
  Paper,
  SegmentedControl,
  Select,
  Table,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

/** Spacing scale, px: 4 8 12 16 24 32 48. Nothing in between. */
const spacing = { '2xs': '4px', xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px', '2xl': '48px' };

/** Type scale, px/line: 12/16 label, 13/20 work, 14/20 read, 16/24 section, 20/28 page, 28/36 figure. */
const fontSizes = { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px', '2xl': '28px' };
const lineHeights = { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px', '2xl': '36px' };

/** Control heights, px: xs 26 in tables and canvas, sm 32 at a desk, md 40 by touch and on public pages. */
const controlHeight = { xs: '26px', sm: '32px', md: '40px' } as const;
const height = (size: unknown): string =>
  size === 'xs' || size === 'md' ? controlHeight[size] : controlHeight.sm;
const inputDefaults = { size: 'sm' } as const;

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 6, dark: 4 },
  // what is filled takes its colours from the tokens, so that dark mode keeps 6.3:1
  variantColorResolver: (input) => {
    const color = input.color ?? 'petrol';
    if (input.variant !== 'filled' || (color !== 'petrol' && color !== 'red')) {
      return defaultVariantColorsResolver(input);
    }
    return {
      background: color === 'red' ? 'var(--rap-danger)' : 'var(--rap-accent)',
      hover: color === 'red' ? 'var(--rap-danger)' : 'var(--rap-accent-hover)',
      color: 'var(--rap-on-accent)',
      border: '1px solid transparent',
    };
  },
  white: '#FFFFFF',
  black: '#171C1E',
  colors: { petrol, gray, dark },
  fontFamily: "'Inter Variable', -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  fontSizes,
  lineHeights,
  spacing,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_t, p) => ({
        root: {
          '--button-height': height(p.size),
          '--button-fz': p.size === 'md' ? '14px' : '13px',
          '--button-padding-x': p.size === 'xs' ? '9px' : '12px',
        },
      }),
      styles: { label: { fontWeight: 550 }, section: { marginInlineEnd: 6 } },
    }),
    Avatar: Avatar.extend({
      styles: {
        placeholder: {
          background: 'var(--rap-sunken)',
          color: 'var(--rap-text-2)',
          fontSize: 11,
          fontWeight: 600,
        },
      },
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'xs' } }),
    Input: Input.extend({
      vars: (_t, p) =>
        ({
          wrapper: { '--input-height': height(p.size), '--input-fz': p.size === 'md' ? '14px' : '13px' },
        }) as never,
    }),
    TextInput: TextInput.extend({ defaultProps: inputDefaults }),
    Textarea: Textarea.extend({ defaultProps: inputDefaults }),
    Select: Select.extend({ defaultProps: inputDefaults }),
    NativeSelect: NativeSelect.extend({ defaultProps: inputDefaults }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 'xs' } }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        shadow: 'none',
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: {
        content: { background: 'var(--rap-surface)', boxShadow: 'var(--rap-raise-2)' },
        header: { background: 'var(--rap-surface)' },
      },
    }),
    Paper: Paper.extend({ defaultProps: { radius: 'md', withBorder: true, shadow: 'none' } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', radius: 'sm', withItemsBorders: false },
    }),
    Table: Table.extend({
      defaultProps: { fz: 'sm', verticalSpacing: 0, horizontalSpacing: 'sm', highlightOnHover: true },
    }),
    Tabs: Tabs.extend({ defaultProps: { variant: 'default' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 100 } } }),
  },
});
