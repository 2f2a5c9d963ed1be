/* Unpacks what the page draws: JSON, deflated, in base64. */
async function readData() {
  const bytes = Uint8Array.from(atob(document.getElementById('data').textContent), (each) => each.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).json();
}
