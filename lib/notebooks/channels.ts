import type { JsonObject } from "lib/json.ts";
import type { Connection } from "lib/notebooks/kernel_process.ts";
import {
  createRequest,
  decodeMessage,
  encodeMessage,
  type Message,
} from "lib/notebooks/messages.ts";
import { connectZmtp, type ZmtpSocket } from "lib/notebooks/zmtp.ts";

/** The two channels a headless front end needs: shell for requests, iopub for what comes of them. */
export interface Channels {
  /**
   * Sends a request, waits for both its reply and the kernel's word that it is idle again, and
   * returns the reply's content.
   *
   * A later request takes the place of one still open, which then never settles.
   *
   * @throws {SyntaxError | Deno.errors.PermissionDenied} when a message is malformed or forged
   */
  request(type: string, options: RequestOptions): Promise<JsonObject>;
  /** Stops listening; an open request never settles. */
  close(): void;
}

export interface RequestOptions {
  readonly content: JsonObject;
  /** Sees everything published until the next request. */
  readonly onPublished: (message: Message) => void;
}

interface OpenRequest {
  readonly id: string;
  readonly onPublished: (message: Message) => void;
  readonly finished: PromiseWithResolvers<JsonObject>;
  reply?: JsonObject;
  idle: boolean;
}

/**
 * Connects to a kernel.
 *
 * @throws {Deno.errors.ConnectionRefused} when it does not listen yet
 */
export async function openChannels(connection: Connection): Promise<Channels> {
  const { ip: hostname, shell_port, iopub_port, key } = connection;
  const session = crypto.randomUUID();
  const shell = await connectZmtp({ hostname, port: shell_port, type: "DEALER" });
  const iopub = await connectZmtp({ hostname, port: iopub_port, type: "SUB" }).catch((error) => {
    shell.close();
    throw error;
  });
  let open: OpenRequest | undefined;
  const follow = async (socket: ZmtpSocket, onMessage: (message: Message) => void) => {
    try {
      for await (const frames of socket.messages()) {
        onMessage(decodeMessage(frames, key));
        if (open?.idle && open.reply) open.finished.resolve(open.reply);
      }
    } catch (error) {
      open?.finished.reject(error);
    }
  };
  follow(shell, ({ parent, content }) => {
    if (open && parent.msg_id === open.id) open.reply = content;
  });
  follow(iopub, (message) => {
    open?.onPublished(message);
    if (open && isIdle(message, open.id)) open.idle = true;
  });
  return {
    async request(type, { content, onPublished }) {
      const message = createRequest(type, { content, session });
      const finished = Promise.withResolvers<JsonObject>();
      open = { id: message.header.msg_id, onPublished, finished, idle: false };
      await shell.send(encodeMessage(message, key));
      return await finished.promise;
    },
    close() {
      shell.close();
      iopub.close();
    },
  };
}

function isIdle({ header, parent, content }: Message, id: string): boolean {
  return header.msg_type === "status" && content.execution_state === "idle" && parent.msg_id === id;
}
