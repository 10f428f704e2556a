// The code under test.
import { setTimeout as sleep } from "node:timers/promises";

export async function getTicket(baseUrl, id) {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${baseUrl}/tickets/${id}`);
    if (response.ok) return response.json();
    if (response.status !== 503 || attempt === 3) throw new Error(`ticket ${id}: ${response.status}`);
    await sleep(1000 * Number(response.headers.get("Retry-After") ?? 1));
  }
}
