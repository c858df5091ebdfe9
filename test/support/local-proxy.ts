import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface LocalProxy {
  readonly url: string;
  /** The hosts and ports that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** An HTTP proxy on 127.0.0.1 that takes every tunnel to one port of this machine, or answers with a status. */
export async function startLocalProxy(
  to: { readonly port: number } | { readonly status: string },
): Promise<LocalProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if ('status' in to) {
      socket.end(`HTTP/1.1 ${to.status}\r\n\r\n`);
      return;
    }
    const other = connect(to.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(other).pipe(socket);
    });
    sockets.add(other);
    other.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
