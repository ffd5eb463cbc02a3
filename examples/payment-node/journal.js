// Append-only file of one partition: one line for each batch, durable when `append` returns.
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export class Journal {
  /** Opens the journal, and passes every entry to `found`, in order. */
  constructor(file, found) {
    this.file = file;
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    // A crash in the middle of a write leaves a last line without its end: that batch is read again.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
    const lines = whole.split('\n').slice(0, -1);
    lines.forEach((line) => found(JSON.parse(line)));
    this.lines = lines.length;
    this.handle = openSync(file, 'a');
    sync(dirname(file));
  }

  append(entry) {
    writeSync(this.handle, `${JSON.stringify(entry)}\n`);
    fdatasyncSync(this.handle);
    this.lines++;
  }

  /** Replaces all entries by one. */
  replace(entry) {
    const next = `${this.file}.next`;
    const handle = openSync(next, 'w');
    writeSync(handle, `${JSON.stringify(entry)}\n`);
    fsyncSync(handle);
    renameSync(next, this.file);
    sync(dirname(this.file));
    closeSync(this.handle);
    this.handle = handle;
    this.lines = 1;
  }
}

function sync(folder) {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
