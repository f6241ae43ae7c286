// One command at a time does a thing to this clone; the others wait for it. Built-in modules only: it runs before anything is installed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const LOOK_MS = 200;

/** Holds the lock folder `lock` while it works; `waiting` is told once when another command holds it. */
export async function alone(lock, work, waiting = () => undefined) {
  mkdirSync(dirname(lock), { recursive: true });
  const owner = `${lock}/pid`;
  for (let told = false; ; told = true) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!told) waiting();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    if (!lives(owner)) rmSync(lock, { recursive: true, force: true });
  }
  writeFileSync(owner, String(process.pid));
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** One that was killed leaves its lock: its pid tells. The file is written right after the folder is made. */
function lives(pidFile) {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
