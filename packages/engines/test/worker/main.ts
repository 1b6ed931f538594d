/** A Worker for the test of its engine. */
// oxlint-disable-next-line no-default-export -- what a Worker is
export default {
  fetch: (request: Request): Response => {
    console.log(`asked for ${new URL(request.url).pathname}`)
    return new Response('here')
  },
  scheduled: (controller: { readonly cron: string }): void => {
    console.log(`woken by ${controller.cron}`)
  },
}
