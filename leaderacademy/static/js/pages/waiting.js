/* A file that is being made: asks how far it is, and opens it here when it is there. */
{
  const PAUSE = 200; // milliseconds between an answer and the next question
  const open = () => location.replace(location.pathname);

  const look = async () => {
    let answer;
    try {
      answer = await fetch(location.pathname, { headers: { "X-Fragment": "1" }, cache: "no-store" });
    } catch {
      setTimeout(look, 5 * PAUSE);
      return;
    }
    const stand = answer.status === 200 && academy.parse(await answer.text()).querySelector("#stand");
    if (!stand) {
      open();
      return;
    }
    // The bar itself stays, so that it grows instead of being drawn anew.
    document.querySelector("#stand progress").value = stand.querySelector("progress").value;
    document.querySelector("#schritt").textContent = stand.querySelector("#schritt").textContent;
    setTimeout(look, PAUSE);
  };
  setTimeout(look, PAUSE);
}
