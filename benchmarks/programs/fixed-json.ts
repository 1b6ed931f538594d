/** As long as what a session's GET answers. */
export const fixedJson = JSON.stringify({
  value: {
    id: '01a20b5a-8cff-73dd-ba9f-d29ce54c225d',
    library_item_id: '01a20b5a-8cff-73dd-ba9f-d29ce54c225e',
    library_item_content_version: '1',
    state: 'ACTIVE',
    client_progress: 0,
    expiration_time: '2026-01-01T00:00:00.000Z',
  },
})
