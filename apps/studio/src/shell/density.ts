import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';

export type Density = 'dense' | 'roomy';

/** Height of the rows of tables; kept in this browser. */
export function useDensity(): [Density, (density: Density) => void] {
  const [density, setDensity] = useLocalStorage<Density>({
    key: 'rap.density',
    defaultValue: 'dense',
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    document.documentElement.style.setProperty(
      '--rap-row',
      density === 'roomy' ? 'var(--rap-row-roomy)' : '36px',
    );
  }, [density]);
  return [density, setDensity];
}
