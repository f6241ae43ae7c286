import './look/global.css';
import { createRoot } from 'react-dom/client';
import { LastResort } from './last-resort.tsx';
import { Studio } from './studio.tsx';

const place = document.getElementById('studio');
if (!place) throw new Error('the page has no place for the studio');
createRoot(place).render(
  <LastResort>
    <Studio />
  </LastResort>,
);
